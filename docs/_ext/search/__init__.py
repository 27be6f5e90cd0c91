"""What the search in the browser is given."""
