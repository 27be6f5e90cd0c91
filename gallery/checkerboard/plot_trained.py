"""
What the checkerboard looks like after training
===============================================

Seven trained up-samplers enlarge one photo four times, and then an even grey, on which
nothing is to be seen but their pattern.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from convref import plotting
from convref.datasets import images
from convref.experiments.upsamplers import UPSAMPLERS, trained

plotting.use_style()
torch.set_num_threads(1)
STEPS = 320

# %%
# Train seven networks
# --------------------
#
# Each has two up-samplers of ×2, and about as many parameters as the others. They
# learn on pieces of other photos. Seed 0 and the steps are those of
# :doc:`plot_fixes`, which measures more seeds.

networks = {name: trained(name, factor=4, seed=0, steps=STEPS) for name in UPSAMPLERS}

# %%
# Enlarge a photo
# ---------------
#
# First the original, called *y*, and interpolation, then the seven up-samplers.

picture = torch.from_numpy(images.grey_middle(images.lena(), 96, multiple=4))
small = F.avg_pool2d(picture[None, None], 4)
shown = [picture[None, None], F.interpolate(small, scale_factor=4, mode="bilinear")]
with torch.no_grad():
    shown += [net(small) for net in networks.values()]

figure = plotting.panels(
    [partial(plotting.photo, picture=one[0, 0].numpy().clip(0, 1)) for one in shown],
    ["$y$", "interpolate", *UPSAMPLERS],
    label="Trained, all seven come near the original, and five of them lay a faint "
    "grid over smooth areas; the two resize-convolutions do not.",
)

# %%
# Enlarge an even grey
# --------------------
#
# The inside of what the same networks make of an even grey, less its mean. All seven
# share one scale.

with torch.no_grad():
    even = torch.full((1, 1, 16, 16), 0.5)
    answers = [net(even)[0, 0, 24:40, 24:40].numpy() for net in networks.values()]
patterns = [answer - answer.mean() for answer in answers]
limit = max(np.abs(pattern).max() for pattern in patterns)
figure = plotting.panels(
    [partial(plotting.feature_map, values=one, limit=limit) for one in patterns],
    list(UPSAMPLERS),
    label="On an even grey the five others leave a pattern of period 4, also those "
    "that started even; the resize-convolutions leave none.",
)

# %%
# All numbers: :doc:`plot_fixes`. The course page is :doc:`/learn/checkerboard`.

plotting.show()
