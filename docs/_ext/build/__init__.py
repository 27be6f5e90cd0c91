"""How the site is built: alone, from settled paths, with node, keeping what is not stale and removing what is."""
