"""Formulas: rendered, and placed from convref's registry of them."""
