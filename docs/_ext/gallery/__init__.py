"""The gallery: its scripts, the conditions they run under, their figures, their cards, and what readers take home."""
