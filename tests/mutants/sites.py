"""What a mutant is: one small fault in one function of a module, made in its syntax tree."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_OTHER: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    was: str
    now: str
    code: dict[tuple[str, int], CodeType]
    """What the functions around the fault become, by qualified name and first line."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.was}  ->  {self.now}"


def mutants(file: str, source: str) -> list[Mutant]:
    tree = ast.parse(source)
    whole = compile(tree, file, "exec")
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for number, _ in enumerate(_changes(node)):
            changed = copy.deepcopy(tree)
            target = next(n for p, n in enumerate(ast.walk(changed)) if p == place)
            was = ast.unparse(target)
            list(_changes(target))[number]()
            code = compile(ast.fix_missing_locations(changed), file, "exec")
            different = _different(whole, code)
            if different:  # a fault outside functions would change what was imported long ago
                line = getattr(node, "lineno", 0)
                found.append(Mutant(file, line, was[:90], ast.unparse(target)[:90], different))
    return found


def _changes(node: ast.AST) -> Iterator:  # type: ignore[type-arg]
    """Each change as a call that makes it."""
    match node:
        case ast.Compare():
            for n, op in enumerate(node.ops):
                if type(op) in _OTHER:
                    yield lambda n=n, op=op: node.ops.__setitem__(n, _OTHER[type(op)]())
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign():
            if type(node.op) in _OTHER and not _is_text(node):
                yield lambda: setattr(node, "op", _OTHER[type(node.op)]())
        case ast.If() | ast.IfExp() | ast.While():
            yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Constant(value=bool()):
            yield lambda: setattr(node, "value", not node.value)
        case ast.Constant(value=int()):
            yield lambda: setattr(node, "value", node.value + 1)
        case ast.Return(value=ast.expr()):
            yield lambda: setattr(node, "value", ast.Constant(None))


def _is_text(node: ast.AST) -> bool:
    return any(
        isinstance(n, ast.JoinedStr) or isinstance(getattr(n, "value", None), str) for n in ast.walk(node)
    )


def _different(one: CodeType, two: CodeType) -> dict[tuple[str, int], CodeType]:
    old, new = functions(one), functions(two)
    return {key: code for key, code in new.items() if key in old and _essence(old[key]) != _essence(code)}


def _essence(code: CodeType) -> tuple[object, ...]:
    """What a function does, with everything defined inside it."""
    constants = [_essence(c) if isinstance(c, CodeType) else (type(c), repr(c)) for c in code.co_consts]
    return code.co_code, code.co_names, tuple(constants)


def functions(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """Code of every function, by qualified name and first line."""
    found = {}
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if part.co_flags & inspect.CO_OPTIMIZED:  # bodies of classes are not, and have run already
                found[part.co_qualname, part.co_firstlineno] = part
            found |= functions(part)
    return found
