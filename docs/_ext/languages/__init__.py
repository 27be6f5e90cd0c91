"""Both languages of the site: where each page is in the other one, and what waits for its translation."""
