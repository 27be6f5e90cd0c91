"""Pictures and films: drawn by code that stands on a page, and written as files for light and dark pages."""
