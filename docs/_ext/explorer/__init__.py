"""The interactive figures of docs/explorer: placed on pages, drawn in their first state, given photos and texts."""
