# input: 3×40×32
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
