"""The pages about names: the reference, the glossary, PyTorch's messages and pages, measured times, code."""
