"""Networks as text, read by convref and by the tool: as PyTorch prints them, and as rows that name what they take."""

FAMILIES = {
    "alexnet": "", "vgg11_bn": "", "resnet18": "", "wide_resnet50_2": "", "densenet121": "", "mobilenet_v2": "",
    "mobilenet_v3_small": "", "mnasnet0_5": "", "efficientnet_b0": "", "squeezenet1_1": "",
    "googlenet": "", "inception_v3": "", "shufflenet_v2_x1_0": "",
    "convnext_tiny": "line 8: CNBlock is no chain: it has parameters that it does not print",
    "vit_b_16": "line 8: MultiheadAttention is no chain: each position sees all others",
    "swin_t": "line 11: ShiftedWindowAttention is no chain: each position sees all others",
    "maxvit_t": "line 46: WindowPartition is no layer that convref knows: it moves axes",
}  # fmt: skip


# Printed models that branch, with the shape of one example.
BRANCHED = {
    "googlenet": (3, 224, 224), "inception_v3": (3, 299, 299), "mobilenet_v3_small": (3, 64, 64),
    "shufflenet_v2_x0_5": (3, 64, 64), "regnet_y_400mf": (3, 64, 64), "squeezenet1_1": (3, 64, 64),
    "fcn_resnet50": (3, 64, 80), "deeplabv3_mobilenet_v3_large": (3, 64, 80), "s3d": (3, 16, 224, 224),
    "quantized_resnet18": (3, 64, 64), "quantized_resnet50": (3, 64, 64), "quantized_mobilenet_v3_large": (3, 64, 64),
    "quantized_shufflenet_v2_x0_5": (3, 64, 64), "quantized_googlenet": (3, 64, 64),
}  # fmt: skip


OTHERS = """Net(
  (stem): Conv2d(
    3, 8, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False
    (norm): FrozenBatchNorm2d(num_features=8, eps=1e-05)
  )
  (bn1): BatchNormAct2d(
    8, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True
    (drop): Identity()
    (act): SiLU(inplace=True)
  )
  (se): SqueezeExcite(
    (conv_reduce): Conv2d(8, 2, kernel_size=(1, 1), stride=(1, 1))
    (act1): SiLU(inplace=True)
    (conv_expand): Conv2d(2, 8, kernel_size=(1, 1), stride=(1, 1))
    (gate): Sigmoid()
  )
  (same): Conv2dStaticSamePadding(
    8, 6, kernel_size=(3, 3), stride=(2, 2)
    (static_padding): ZeroPad2d(padding=(0, 1, 0, 1), value=0.0)
  )
  init_cfg={'type': 'Kaiming', 'layer': 'Conv2d'}
  (norm): LayerNorm2d((6,), eps=1e-06, elementwise_affine=True)
  (drop_path): DropPath(drop_prob=0.100)
  (global_pool): SelectAdaptivePool2d(pool_type=avg, flatten=Flatten(start_dim=1, end_dim=-1))
  (fc): Linear(in_features=6, out_features=10, bias=True)
)
"""

# One network as it stands where people copy it from; the input has three channels.
COPIED = [
    "```python\nnet = nn.Sequential(\n    nn.Conv2d(3, 8, 3),\n    nn.ReLU(),\n)\n```",
    ">>> net = nn.Sequential(\n...     nn.Conv2d(3, 8, 3),\n...     nn.ReLU(),\n... )\n>>> net",
    "\n        net = nn.Sequential(\n            nn.Conv2d(3, 8, 3),\n            nn.ReLU(),\n        )\n",
    "Conv2d（3、8、3）\nReLU()",
    "a, b = 3, 8\nnet = nn.Sequential(nn.Conv2d(a, b, 3), nn.ReLU())",
    "net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU()).to(device)",
    "net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\nx = torch.randn(1, 3, 9, 9)\nprint(net(x).shape)",
    "net = nn.Sequential(*([nn.Conv2d(3, 8, 3)] + [nn.ReLU()]))",
    "net = nn.Sequential(nn.Conv2d(3, 8, 3), *[nn.ReLU()] * 1)",
    "net = nn.Sequential(OrderedDict(conv=nn.Conv2d(3, 8, 3), act=nn.ReLU()))",
    "```\nSequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLU()\n)\n```",
]
# One entry for several axes, where PyTorch takes a number or an entry for each.
ONE_ENTRY = [
    "Conv2d(3, 8, (3,))", "ConvTranspose2d(3, 8, (3,))", "Conv2d(3, 8, 3, padding=(1,), padding_mode='circular')",
    "Conv2d(3, 8, 3, padding=(1,), padding_mode='replicate')", "LPPool2d(2, (2,))", "Upsample(size=(5,))",
    "Unfold((2,))", "Unfold(2, stride=(2,))",
]  # fmt: skip

GATED = """Net(
  (stem): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))
  (attention): ChannelGate(
    (squeeze): Conv2d(8, 2, kernel_size=(1, 1), stride=(1, 1))
    (act): ReLU()
    (excite): Conv2d(2, 8, kernel_size=(1, 1), stride=(1, 1))
    (gate): Hardsigmoid()
  )
  (head): Conv2d(8, 4, kernel_size=(1, 1), stride=(1, 1))
)
"""

RESIDUAL_ROWS = """
stem: Conv2d(3, 8, 3, padding=1)
(blocks): Sequential(
  (0-1): 2 x Block(
    conv: c8 k3 p1
    add with input
  )
)
(down): Block(
  main: Conv2d(8, 16, 3, stride=2, padding=1)
  side: Conv2d(8, 16, 1, stride=2) from input
  add with main
)
up: Upsample(scale_factor=2) from down
cat from up, stem, blocks
Conv2d(32, 8, 1)
mul with 1
"""

# A network as a few assignments, with lists and a dictionary of layers.
CODE = """
import torch.nn as N
from collections import OrderedDict

width = 4 * 2  # of the first layer
act = N.ReLU()
stem = N.Sequential(N.Conv2d(3, width, 3, padding='same'), N.BatchNorm2d(width), act)
tail = [N.Conv2d(width, 16, (3, 1), stride=[2, 1]), act]
net = N.Sequential(OrderedDict([
    ('stem', stem),
    ('pool', N.MaxPool2d(3, 2, ceil_mode=True)),
    ('tail', N.Sequential(*tail)),
    ('head', N.Sequential(N.Flatten(), N.Linear(16 * 3 * 9 // 1, 10, bias=False))),
]))
"""
