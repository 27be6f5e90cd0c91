import torch
from hypothesis import Phase, settings

torch.set_num_threads(1)
# The same examples each time: what passes here passes everywhere. Chance has its place in fuzz.py.
settings.register_profile("gate", deadline=None, derandomize=True, print_blob=True)
# Who only asks whether a test fails needs no small example of it.
settings.register_profile("unshrunk", settings.get_profile("gate"), phases=(Phase.explicit, Phase.generate))
settings.load_profile("gate")
