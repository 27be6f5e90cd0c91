# input: 3×37×50
class FPN(nn.Module):
    def __init__(self, widths=(8, 16, 32)):
        super().__init__()
        self.stem = nn.Conv2d(3, widths[0], 3, 2, 1)
        self.stages = nn.ModuleList()
        for before, after in zip(widths, widths[1:]):
            self.stages.append(nn.Sequential(nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU()))
        self.lateral = nn.ModuleList([nn.Conv2d(w, 4, 1) for w in widths])
        self.out = nn.Conv2d(4, 2, 3, padding=1)

    def _upsample_add(self, x, y):
        _, _, H, W = y.size()
        return F.interpolate(x, size=(H, W), mode='bilinear', align_corners=False) + y

    def forward(self, x):
        maps = [self.stem(x)]
        for stage in self.stages:
            maps.append(stage(maps[-1]))
        maps = [side(one) for side, one in zip(self.lateral, maps)]
        top = maps.pop()
        for one in maps[::-1]:
            top = self._upsample_add(top, one)
        return F.interpolate(self.out(top), size=x.shape[2:])
