# input: 1×49×10
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
