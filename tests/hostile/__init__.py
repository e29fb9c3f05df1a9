"""Files made to hurt whoever opens them, written by generators: no such file is kept here."""
