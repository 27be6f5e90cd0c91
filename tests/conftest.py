import torch
from hypothesis import settings

torch.set_num_threads(1)
# The same examples each time: what passes here passes everywhere. Chance has its place in fuzz.py.
settings.register_profile("gate", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("gate")
