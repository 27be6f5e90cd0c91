"""Code by classes, functions and loops: followed with the values that stand in the text, and never executed."""
