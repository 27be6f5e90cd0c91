"""Rows that PyTorch has no module for, or another package's: each in a network as its lines, with a shape it takes."""

RARE_ROWS: dict[str, tuple[str, tuple[int, ...]]] = {
    "slices": ("Conv2d(3, 4, 3)\nSlice((1, None), (-1, 5), (None, 2))\nSlice(2)\nSlice(step=2)", (3, 16, 15)),
    "slices along one axis": ("Slice(stop=-3)\nConv1d(2, 4, 3)\nSlice(start=-4)", (2, 20)),
    "slices along three": ("Slice((None, 1), (4, None))\nConv3d(1, 2, 2)\nSlice(1, -1)", (1, 6, 7, 8)),
    "crops": ("a: Conv2d(3, 4, 3)\nCenterCrop(7)\nCenterCrop((5, 6))\nCenterCrop((9, 3))", (3, 14, 15)),
    "weights": (
        "Conv2d(3, 4, 1)\nScale((4, 1, 1))\nShift((1, 4, 1, 1))\nScale((7,))\nScale(())\nShift((4, 6, 7))",
        (3, 6, 7),
    ),
    "weights of one axis": ("Linear(5, 4)\nScale((4,))\nShift((4,))", (5,)),
    "parts of weights": ("Conv1d(2, 4, 3)\nShift((4, 1), 6)\nScale((1, 18), 30)", (2, 20)),
    "unpooling": (
        "a: Conv2d(3, 4, 3)\np: MaxPool2d(2, stride=2)\nc: Conv2d(4, 4, 1)\nMaxUnpool2d(2, stride=2) from c, p",
        (3, 14, 16),
    ),
    "unpooling to a size": (
        "p: MaxPool2d(3, stride=2, padding=1)\nMaxUnpool2d(3, 2, 1, output_size=(9, 8)) from p, p",
        (2, 9, 8),
    ),
    "unpooling along one axis": ("p: MaxPool1d(2)\nReLU()\nMaxUnpool1d(2) from 2, p", (3, 12)),
    "unpooling along three": (
        "p: MaxPool3d((1, 2, 2))\nMaxUnpool3d((1, 2, 2)) from p, p\nadd with input",
        (2, 3, 8, 6),
    ),
}
