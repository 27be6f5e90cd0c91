# input: 3×16×20
class Dense(nn.Module):
    def __init__(self, inp, growth):
        super().__init__()
        self.bn = nn.BatchNorm2d(inp); self.conv = nn.Conv2d(inp, growth, 3, padding=1)
    def forward(self, x):
        return torch.cat((x, self.conv(F.relu(self.bn(x)))), 1)

class Transition(nn.Sequential):
    def __init__(self, inp, out):
        super().__init__()
        self.add_module('norm', nn.BatchNorm2d(inp))
        self.relu = nn.ReLU(inplace=True)
        self.add_module('conv', nn.Conv2d(inp, out, 1))
        self.pool = nn.AvgPool2d(2)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = OrderedDict()
        layers['conv0'] = nn.Conv2d(3, 6, 3, padding=1)
        width = 6
        for b in range(2):
            for i in range(3):
                layers[f'dense{b}_{i}'] = Dense(width, 4)
                width += 4
            layers['trans%d' % b] = Transition(width, width // 2)
            width //= 2
        self.features = nn.Sequential(layers)
        self.fc = nn.Linear(width, 3)
    def forward(self, x):
        features = self.features(x)
        out = F.relu(features, inplace=True)
        out = F.adaptive_avg_pool2d(out, (1, 1))
        out = torch.flatten(out, 1)
        return self.fc(out)
