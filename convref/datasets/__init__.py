"""Photos and the kernels that were learned from photos: what the pages show, and what brings and keeps it."""

__all__ = ["alexnet", "environment", "images", "learned_kernels", "sparse_coding"]
