"""Writers: plain frozen data in, finished bytes out.

No writer reads the database or knows a model, so a document can be tested with nothing but data
and a book of the past can be printed again exactly as it was. Queries live one level up.
"""
