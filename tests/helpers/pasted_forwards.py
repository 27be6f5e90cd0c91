"""What forwards of public projects do besides calling layers: cut cells off, by the sizes of other rows."""

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
