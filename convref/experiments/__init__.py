"""Small networks of PyTorch that the gallery trains. Nothing else of convref imports them."""

__all__ = ["digits", "measures", "upsamplers"]
