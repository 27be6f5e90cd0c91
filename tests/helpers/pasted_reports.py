"""Networks as reports and agents write them: stacked skips, sizes that a trial counts, axes that become channels."""

from __future__ import annotations

REPORTED: dict[str, tuple[str, tuple[int, ...]]] = {}

_SKIPS = """
import functools
import operator


class Gate(nn.Module):
    def __init__(self, width, dilation):
        super().__init__()
        self.dilated = nn.Conv1d(width, 2 * width, 2, dilation=dilation)
        self.pad = nn.ConstantPad1d((dilation, 0), 0)
        self.out, self.skip = nn.Conv1d(width, width, 1), nn.Conv1d(width, 6, 1)

    def forward(self, x):
        value, gate = self.dilated(self.pad(x)).chunk(2, dim=-2)
        held = torch.tanh(value) * torch.sigmoid(gate)
        return x + self.out(held), self.skip(held)


class Speech(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(1, 4, 1)
        depths = functools.reduce(operator.iconcat, [[1, 2], [4], [1, 2]], [])
        self.gates = nn.ModuleList(Gate(4, depth) for depth in depths)
        self.last = nn.Conv1d(6, 3, 1)

    def forward(self, x):
        x, skips = self.first(x), []
        for gate in self.gates:
            x, skip = gate(x)
            skips.append(skip)
        del x
        return self.last(F.relu(JOINED))
"""
for _name, _joined in {
    "a sum of stacked skips": "torch.stack(skips).sum(0)",
    "a mean of stacked skips": "torch.mean(torch.stack(skips, dim=1), dim=1)",
    "the largest of stacked skips": "torch.max(torch.stack(skips, -1), dim=-1)[0]",
    "a sum of skips": "sum(skips)",
    "skips added by an operator": "functools.reduce(operator.add, skips)",
    "skips added by a function": "functools.reduce(lambda one, other: one + other, skips[1:], skips[0])",
}.items():
    REPORTED[_name] = _SKIPS.replace("JOINED", _joined), (1, 40)

REPORTED["kernels that are selected"] = (
    """
class Selected(nn.Module):
    def __init__(self, width=6, sizes=(1, 3, 5)):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(width, width, k, padding=k // 2) for k in sizes)
        self.squeeze = nn.Linear(width, 3)
        self.weights = nn.ModuleList(nn.Linear(3, width) for _ in sizes)

    def forward(self, x):
        batch, width, _, _ = x.size()
        maps = torch.stack([conv(x) for conv in self.convs], 0)
        seen = self.squeeze(maps.sum(0).mean(-1).mean(-1))
        votes = torch.stack([one(seen).view(batch, width, 1, 1) for one in self.weights], 0)
        return (torch.softmax(votes, dim=0) * maps).sum(0)
""",
    (6, 9, 11),
)
REPORTED["channels that see their neighbours"] = (
    """
class Neighbours(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.pool = nn.Conv2d(3, 8, 3), nn.AdaptiveAvgPool2d(1)
        self.across = nn.Conv1d(1, 1, 3, padding=1, bias=False)
        self.last = nn.Conv2d(8, 4, 3)

    def forward(self, x):
        x = self.first(x)
        y = self.across(self.pool(x).squeeze(-1).transpose(-1, -2)).transpose(-1, -2).unsqueeze(-1)
        return self.last(x * torch.sigmoid(y).expand_as(x))
""",
    (3, 12, 10),
)
_LINES = """
class Lines(nn.Module):
    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.MaxPool2d((4, 2)))
        self.words = nn.Linear(4 * 4, 7)

    def forward(self, x):
        x = self.maps(x)
        b, c, h, w = x.size()
        return self.words(MOVED)
"""
REPORTED["a line of text"] = (_LINES.replace("MOVED", "x.view(b, c * h, w).permute(0, 2, 1)"), (1, 16, 30))
REPORTED["a line of text that is flattened"] = _LINES.replace("MOVED", "x.flatten(1, 2).transpose(1, 2)"), (1, 16, 30)
_SPECTRAL = """
class Spectral(nn.Module):
    def __init__(self):
        super().__init__()
        self.deep = nn.Conv3d(1, 4, (5, 3, 3))
        self.flat = nn.Conv2d(4 * 6, 8, 3)
        self.last = nn.Linear(8 * 5 * 5, 3)

    def forward(self, x):
        x = self.deep(x)
        x = self.flat(MERGED)
        return self.last(x.view(x.size(0), -1))
"""
for _name, _merged in {
    "bands that become channels": "x.reshape(-1, x.shape[1] * x.shape[2], x.shape[3], x.shape[4])",
    "bands that become channels by numbers": "x.view(-1, 24, 7, 7)",
    "bands that are flattened": "torch.flatten(x, 1, 2)",
}.items():
    REPORTED[_name] = _SPECTRAL.replace("MERGED", _merged), (1, 10, 9, 9)
REPORTED["patches that are positions"] = (
    """
class Patches(nn.Module):
    def __init__(self):
        super().__init__()
        self.cut, self.norm = nn.Conv2d(3, 6, 4, stride=4), nn.LayerNorm(6)
        self.mix, self.last = nn.Linear(6, 10), nn.Conv2d(10, 4, 3)

    def forward(self, x):
        x = self.cut(x)
        b, c, h, w = x.shape
        x = self.mix(self.norm(x.flatten(2).transpose(1, 2)))
        return self.last(x.transpose(1, 2).reshape(b, 10, h, w))
""",
    (3, 20, 24),
)
REPORTED["channels that are repeated"] = (
    """
class Input(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv3d(1, 8, 5, padding=2), nn.BatchNorm3d(8)
        self.part = nn.Conv3d(4, 4, 3, padding=1)

    def forward(self, x):
        x = F.elu(self.norm(self.conv(x)) + x.repeat(1, 8, 1, 1, 1))
        first, second = torch.narrow(x, 1, 0, 4), x.narrow(-4, 4, 4)
        return self.part(first) + second
""",
    (1, 6, 7, 8),
)
_AGENT = """
class Agent(nn.Module):
    def __init__(self, shape, actions):
        super().__init__()
        self.see = nn.Sequential(nn.Conv2d(shape[0], 8, 4, stride=2), nn.ReLU(), nn.Conv2d(8, 6, 3), nn.ReLU())
        self.act = nn.Linear(self._count(shape), actions)

    def _count(self, shape):
        with torch.no_grad():
            seen = self.see(TRIED)
        return COUNTED

    def forward(self, x):
        return self.act(self.see(x).view(x.size()[0], -1))


Agent((4, 20, 22), 5)
"""
for _name, _tried, _counted in (
    ("a trial of zeros", "torch.zeros(1, *shape)", "int(math.prod(seen.size()))"),
    ("a trial of random numbers", "torch.autograd.Variable(torch.rand(1, *shape))", "seen.data.view(1, -1).size(1)"),
    ("a trial of two", "torch.ones(2, shape[0], shape[1], shape[2])", "seen.flatten(1).shape[-1]"),
    (
        "a trial that is counted",
        "torch.empty((1,) + shape)",
        "seen.numel() // seen.size(0) + 0 * seen.shape[1:].numel()",
    ),
):
    REPORTED[_name] = _AGENT.replace("TRIED", _tried).replace("COUNTED", _counted), (4, 20, 22)
_first = _AGENT.replace("TRIED", "torch.ones(1, *shape)").replace("COUNTED", "seen.numel()")
REPORTED["a trial of another one"] = _first + "Agent((4, 20, 22), 3)\n", (4, 20, 22)
REPORTED["a trial by parts"] = (
    """
class Waves(nn.Module):
    def __init__(self, electrodes=5, samples=64):
        super().__init__()
        self.time = nn.Conv2d(1, 4, (1, 9), padding=(0, 4), bias=False)
        self.space = nn.Conv2d(4, 8, (electrodes, 1), groups=4, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.register_buffer("mask", torch.tril(torch.ones(4, 4)))
        self.out = nn.Linear(self.features(torch.zeros(1, 1, electrodes, samples)).size(-1), 3)

    def features(self, x):
        x = self.norm(self.space(self.time(x)))
        x = F.avg_pool2d(F.elu(x + x), (1, 4))
        return torch.flatten(x, start_dim=1)

    def forward(self, x):
        return self.out(self.features(x))
""",
    (1, 5, 64),
)
REPORTED["layers that are left out again"] = (
    """
class Cut(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 3), nn.Dropout(), nn.Linear(9, 9))
        del self.layers[-1], self.layers[1:3]
        self.head, widths = nn.Linear(3, 4), [1, 2, 6]
        del self.head, widths[:2]
        self.last = nn.Conv2d(8, widths[0], 1)

    def forward(self, x):
        found = self.layers(x)
        del x
        return self.last(found)
""",
    (3, 9, 9),
)
