# input: 1×22×128
class EEGNet(nn.Module):
    def __init__(self, n_classes=4, chans=22, samples=128, F1=8, D=2, F2=16, kern=32):
        super().__init__()
        self.conv1 = nn.Conv2d(1, F1, (1, kern), padding=(0, kern // 2), bias=False)
        self.bn1 = nn.BatchNorm2d(F1)
        self.depth = nn.Conv2d(F1, F1 * D, (chans, 1), groups=F1, bias=False)
        self.bn2 = nn.BatchNorm2d(F1 * D)
        self.pool1 = nn.AvgPool2d((1, 4))
        self.sep = nn.Sequential(
            nn.Conv1d(F1 * D, F1 * D, 16, padding=8, groups=F1 * D, bias=False),
            nn.Conv1d(F1 * D, F2, 1, bias=False),
        )
        self.bn3 = nn.BatchNorm1d(F2)
        self.pool2 = nn.AvgPool1d(8)
        self.fc = nn.Linear(F2 * 4, n_classes)

    def forward(self, x):
        x = self.bn1(self.conv1(x))
        x = F.elu(self.bn2(self.depth(x)))
        x = self.pool1(x).squeeze(2)
        x = self.pool2(F.elu(self.bn3(self.sep(x))))
        return self.fc(x.flatten(1))
