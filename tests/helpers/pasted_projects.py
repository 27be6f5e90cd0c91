"""Networks as projects write them: layers called twice, averages of single axes, axes that are moved."""

from __future__ import annotations

PROJECTS: dict[str, tuple[str, tuple[int, ...]]] = {}

PROJECTS["cbam"] = (
    """
class ChannelAttention(nn.Module):
    def __init__(self, planes, ratio=4):
        super().__init__()
        self.avg_pool, self.max_pool = nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d(1)
        self.fc1 = nn.Conv2d(planes, planes // ratio, 1, bias=False)
        self.relu = nn.ReLU()
        self.fc2 = nn.Conv2d(planes // ratio, planes, 1, bias=False)

    def forward(self, x):
        avg = self.fc2(self.relu(self.fc1(self.avg_pool(x))))
        most = self.fc2(self.relu(self.fc1(self.max_pool(x))))
        return torch.sigmoid(avg + most)


class SpatialAttention(nn.Module):
    def __init__(self, kernel_size=7):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)

    def forward(self, x):
        avg = torch.mean(x, dim=1, keepdim=True)
        most, _ = torch.max(x, dim=1, keepdim=True)
        return torch.sigmoid(self.conv(torch.cat([avg, most], dim=1)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, padding=1)
        self.ca, self.sa = ChannelAttention(16), SpatialAttention()

    def forward(self, x):
        x = self.conv(x)
        x = self.ca(x) * x
        return self.sa(x) * x
""",
    (3, 14, 15),
)

PROJECTS["levels_with_one_head"] = (
    """
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleList([nn.Conv2d(a, b, 3, 2, 1) for a, b in ((3, 8), (8, 8), (8, 8))])
        self.norm = nn.BatchNorm2d(8)
        self.head = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 9 * 4, 3, padding=1))

    def forward(self, x):
        found = []
        for stage in self.stages:
            x = self.norm(stage(x))
            found.append(self.head(x))
        return found[-1]
""",
    (3, 40, 32),
)

PROJECTS["keyword_spotting"] = (
    """
class DepthwiseSeparable(nn.Sequential):
    def __init__(self, width):
        super().__init__(
            nn.Conv2d(width, width, 3, padding=1, groups=width), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 1), nn.BatchNorm2d(width), nn.ReLU())

class Net(nn.Module):
    def __init__(self, n_classes=12, width=16):
        super().__init__()
        self.stem = nn.Conv2d(1, width, (10, 4), stride=2, padding=(5, 1))
        self.blocks = nn.Sequential(*[DepthwiseSeparable(width) for _ in range(2)])
        self.fc = nn.Linear(width, n_classes)

    def forward(self, x):
        x = self.blocks(F.relu(self.stem(x)))
        x = x.mean(dim=-1).mean(dim=-1)
        return self.fc(x)
""",
    (1, 49, 10),
)

PROJECTS["variational"] = (
    """
class VAE(nn.Module):
    def __init__(self, latent=5):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.fc1, self.fc2 = nn.Linear(16 * 49, latent), nn.Linear(16 * 49, latent)
        self.fc3 = nn.Linear(latent, 16 * 49)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Sigmoid())

    def reparameterize(self, mu, logvar):
        std = logvar.mul(0.5).exp_()
        esp = torch.randn(*mu.size())
        return mu + std * esp

    def forward(self, x):
        h = self.encoder(x)
        z = self.reparameterize(self.fc1(h), self.fc2(h))
        return self.decoder(self.fc3(z).view(-1, 16, 7, 7))
""",
    (1, 28, 28),
)

PROJECTS["shuffle"] = (
    """
def channel_shuffle(x, groups):
    b, channels, height, width = x.size()
    x = x.view(b, groups, channels // groups, height, width)
    x = torch.transpose(x, 1, 2).contiguous()
    return x.view(b, -1, height, width)

class Unit(nn.Module):
    def __init__(self, width):
        super().__init__()
        half = width // 2
        self.branch = nn.Sequential(
            nn.Conv2d(half, half, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(inplace=True),
            nn.Conv2d(half, half, 3, padding=1, groups=half, bias=False), nn.BatchNorm2d(half))

    def forward(self, x):
        x1, x2 = x.chunk(2, dim=1)
        return channel_shuffle(torch.cat((x1, self.branch(x2)), dim=1), 2)

class ShuffleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 12, 3, 2, 1)
        self.units = nn.Sequential(Unit(12), Unit(12))
        self.fc = nn.Linear(12, 10)

    def forward(self, x):
        return self.fc(self.units(self.stem(x)).mean([2, 3]))
""",
    (3, 30, 28),
)

PROJECTS["channels_last"] = (
    """
class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dwconv = nn.Conv2d(dim, dim, kernel_size=7, padding=3, groups=dim)
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.pwconv1, self.act, self.pwconv2 = nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim)

    def forward(self, x):
        shortcut = x
        x = self.dwconv(x)
        x = x.permute(0, 2, 3, 1)
        x = self.pwconv2(self.act(self.pwconv1(self.norm(x))))
        x = x.permute(0, 3, 1, 2)
        return shortcut + x

net = nn.Sequential(nn.Conv2d(3, 8, 4, stride=4), Block(8), nn.Conv2d(8, 16, 2, stride=2), Block(16))
""",
    (3, 32, 40),
)

PROJECTS["boxes"] = (
    """
class SSD(nn.Module):
    def __init__(self, classes=3, anchors=(4, 6)):
        super().__init__()
        self.stages = nn.ModuleList([nn.Conv2d(3, 8, 3, 2, 1), nn.Conv2d(8, 16, 3, 2, 1)])
        self.conf = nn.ModuleList([nn.Conv2d(w, n * classes, 3, padding=1) for w, n in zip((8, 16), anchors)])
        self.classes = classes

    def forward(self, x):
        conf = []
        for stage, head in zip(self.stages, self.conf):
            x = F.relu(stage(x))
            conf.append(head(x).permute(0, 2, 3, 1).contiguous())
        conf = torch.cat([o.view(o.size(0), -1) for o in conf], 1)
        return F.softmax(conf.view(conf.size(0), -1, self.classes), dim=-1)
""",
    (3, 24, 20),
)

PROJECTS["causal_branches"] = (
    """
class CausalConv1d(nn.Conv1d):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.causal_padding = self.dilation[0] * (self.kernel_size[0] - 1)

    def forward(self, x):
        return self._conv_forward(F.pad(x, [self.causal_padding, 0]), self.weight, self.bias)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([None, CausalConv1d(4, 4, 3, dilation=2)])
        self.stem = CausalConv1d(1, 4, 7)

    def forward(self, x):
        x = self.stem(x)
        found = [x if branch is None else branch(x) for branch in self.branches]
        return found[0] + found[1]
""",
    (1, 40),
)
