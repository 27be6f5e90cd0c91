"""Each page in its frame: its kind, place, parts, the files it loads, and how it is written."""
