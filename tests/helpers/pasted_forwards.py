"""What forwards of public projects do besides calling layers: cut cells off, multiply by parameters of their own."""

_NET = """
import torchvision

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3)
        self.down = nn.Conv2d(4, 4, 3, stride=2)
        self.up = nn.ConvTranspose2d(4, 4, 2, 2)

    def forward(self, x):
        a = self.first(x)
        b = self.up(self.down(a))
"""


def _cut(*lines: str) -> tuple[str, tuple[int, ...]]:
    return _NET + "".join(f"        {line}\n" for line in lines), (3, 21, 17)


_HALF = ("dy, dx = b.size()[2] - a.size()[2], b.size()[3] - a.size()[3]",)

FORWARDS = {
    "U-Net that crops its skips": _cut(
        "h, w = b.shape[2:]",
        "dy, dx = (a.shape[2] - h) // 2, (a.shape[3] - w) // 2",
        "return torch.cat([a[:, :, dy:dy + h, dx:dx + w], b], 1)",
    ),
    "U-Net that pads by less than nothing": _cut(
        *_HALF,
        "a = F.pad(a, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])",
        "return torch.cat([a, b], 1)",
    ),
    "U-Net that pads at the ends only": _cut(*_HALF, "b = F.pad(b, [0, -dx, 0, -dy])", "return torch.cat([a, b], 1)"),
    "U-Net that crops as torchvision does": _cut(
        "_, _, h, w = b.shape", "return torch.cat([torchvision.transforms.CenterCrop([h, w])(a), b], 1)"
    ),
    "crop to an odd rest": _cut(
        "a = torchvision.transforms.functional.center_crop(a, (8, 20))",
        "return torchvision.transforms.CenterCrop(5)(a)",
    ),
    "sizes that are rounded": _cut(
        "dy, dx = int((a.size(2) - b.size(2)) / 2), math.ceil((a.size(3) - b.size(3)) / 2)",
        "a = a[:, :, dy:dy + b.size(2), dx:dx + b.size(3)] + b",
        "return F.interpolate(a, size=(round(a.size(2) / 4) * 2, max(a.size(3) % 5, 1)))",
    ),
    "the last cells, as many as another row has": _cut("return a[:, :, -b.size(2):, -b.shape[3]:] + b"),
    "the first cells, as many as another row has": _cut("return a[:, :, :b.size(2), :b.size(3)] + b"),
    "each second cell": _cut("return self.first(torch.cat([x[..., 1::2, ::2], x[..., 0:20:2, ::2]], 1)[:, 1:4])"),
    "channels, cells and one cell": _cut("return a[:, 1:3, 2:-1, 5]"),
    "ends beyond the row": _cut("return a[:, :, 3:100, -100:7]"),
    "axes of one cell put in": _cut(
        "gate = F.adaptive_avg_pool2d(a, 1).flatten(1)", "return a * gate[:, :, None, None]"
    ),
}  # fmt: skip


FORWARDS["ConvNeXt with norms and scales of its own"] = (
    """
class LayerNorm(nn.Module):
    def __init__(self, normalized_shape, eps=1e-6, data_format="channels_last"):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(normalized_shape))
        self.bias = nn.Parameter(torch.zeros(normalized_shape))
        self.eps = eps
        self.data_format = data_format
        if self.data_format not in ["channels_last", "channels_first"]:
            raise NotImplementedError
        self.normalized_shape = (normalized_shape, )
    def forward(self, x):
        if self.data_format == "channels_last":
            return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        elif self.data_format == "channels_first":
            u = x.mean(1, keepdim=True)
            s = (x - u).pow(2).mean(1, keepdim=True)
            x = (x - u) / torch.sqrt(s + self.eps)
            x = self.weight[:, None, None] * x + self.bias[:, None, None]
            return x
class Block(nn.Module):
    def __init__(self, dim, layer_scale_init_value=1e-6):
        super().__init__()
        self.dwconv = nn.Conv2d(dim, dim, kernel_size=7, padding=3, groups=dim)
        self.norm = LayerNorm(dim, eps=1e-6)
        self.pwconv1 = nn.Linear(dim, 4 * dim)
        self.act = nn.GELU()
        self.pwconv2 = nn.Linear(4 * dim, dim)
        made = nn.Parameter(layer_scale_init_value * torch.ones((dim)), requires_grad=True)
        self.gamma = made if layer_scale_init_value > 0 else None
    def forward(self, x):
        input = x
        x = self.dwconv(x)
        x = x.permute(0, 2, 3, 1)
        x = self.norm(x)
        x = self.pwconv1(x)
        x = self.act(x)
        x = self.pwconv2(x)
        if self.gamma is not None:
            x = self.gamma * x
        x = x.permute(0, 3, 1, 2)
        return input + x
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 4, 4), LayerNorm(8, data_format="channels_first"))
        self.blocks = nn.Sequential(*[Block(8) for _ in range(2)])
        self.norm = nn.LayerNorm(8, eps=1e-6)
        self.head = nn.Linear(8, 10)
    def forward(self, x):
        x = self.blocks(self.stem(x))
        return self.head(self.norm(x.mean([-2, -1])))
""",
    (3, 32, 32),
)


def _own(made: str, *lines: str) -> tuple[str, tuple[int, ...]]:
    """Return a network of one convolution with parameters of its own."""
    makes = "".join(f"        {line}\n" for line in made.split("; "))
    return (
        f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1)
{makes}
    def forward(self, x):
        x = self.first(x)
"""
        + "".join(f"        {line}\n" for line in lines),
        (3, 9, 9),
    )


FORWARDS |= {
    "a scale that is used twice": _own(
        "self.g = nn.Parameter(torch.zeros(1, 4, 1, 1))", "return F.relu(x * self.g) * self.g"
    ),
    "weights of a sum": _own(
        "self.w = nn.Parameter(torch.ones(2))", "w = F.relu(self.w)", "return w[0] * F.relu(x) + w[1] * x"
    ),
    "GeM": _own(
        "self.p = nn.Parameter(torch.ones(1) * 3)",
        "x = F.avg_pool2d(x.clamp(min=1e-6).pow(self.p), (x.size(-2), x.size(-1)))",
        "return x.pow(1.0 / self.p)",
    ),
    "a scale behind the channels": _own(
        "self.g = nn.Parameter(torch.zeros(1, 1, 1, 4)); self.b = nn.Parameter(torch.zeros(1, 1, 1, 4))",
        "x = x.permute(0, 2, 3, 1)",
        "return (self.g * x + self.b + x).permute(0, 3, 1, 2)",
    ),
    "a gate between 0 and 1": _own(
        "self.a = nn.Parameter(torch.tensor(0.5))", "a = torch.sigmoid(self.a)", "return a * x + (1 - a) * F.relu(x)"
    ),
    "a registered parameter": _own(
        "self.register_parameter('g', nn.Parameter(torch.ones(4, 1, 1)))", "return x.mul(self.g)"
    ),
    "a scale with axes put in": _own(
        "self.g = nn.Parameter(1e-2 * torch.ones((4)), requires_grad=True)",
        "return self.g.unsqueeze(-1).view(1, -1, 1, 1) * x",
    ),
    "positions that are added": _own("self.places = nn.Parameter(torch.randn(1, 4, 9, 9))", "return x + self.places"),
    "weights of a norm, twice": _own(
        "self.w = nn.Parameter(torch.ones(9)); self.b = nn.Parameter(torch.ones(9))",
        "return F.layer_norm(F.layer_norm(x, (9,), self.w, self.b), (9,), self.w, self.b)",
    ),
}

_SEGNET = """
class SegNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.d1, self.d2 = nn.Conv2d(8, 4, 3, padding=1), nn.Conv2d(16, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(2, stride=2, return_indices=True)
        self.unpool = nn.MaxUnpool2d(2, stride=2)

    def forward(self, x):
        x = F.relu(self.c1(x))
        size = x.size()
        x, first = self.pool(x)
        deep = F.relu(self.c2(x))
        x, second = self.pool(deep)
        x = self.d2(self.unpool(x, second, output_size=deep.shape))
        return self.d1(self.unpool(x, first, output_size=size))
"""

FORWARDS["SegNet"] = (_SEGNET, (3, 21, 18))
FORWARDS["unpooling by functions"] = _own(
    "self.last = nn.ConvTranspose2d(4, 2, 3)",
    "x, at = F.max_pool2d(x, kernel_size=3, stride=2, return_indices=True)",
    "return self.last(F.max_unpool2d(x, at, kernel_size=3, stride=2))",
)

FORWARDS["branches found by their names"] = (
    """
import inspect


class Branches(nn.Sequential):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self._modules.values()], dim=1)


def make(activation):
    return activation() if inspect.isfunction(activation) else activation


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = Branches()
        self.branches.add_module("first", nn.Conv2d(3, 4, 1))
        self.branches.add_module("second", nn.Conv2d(3, 2, 3, padding=1))
        self.ends = nn.Sequential(make(lambda: nn.ReLU()), make(nn.Sigmoid()))

    def forward(self, x):
        return self.ends(self.branches(x))
""",
    (3, 8, 8),
)
