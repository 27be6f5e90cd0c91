# input: 1×8×64
class EEGNet(nn.Module):
    def __init__(self, chans=8, samples=64, F1=4, D=2, classes=3):
        super(EEGNet, self).__init__()
        self.F2 = F1 * D
        self.firstconv = nn.Conv2d(1, F1, (1, 16), padding=(0, 8), bias=False)
        self.bn = nn.BatchNorm2d(F1)
        self.depthwise = nn.Conv2d(F1, self.F2, (chans, 1), groups=F1, bias=False)
        self.bn2 = nn.BatchNorm2d(self.F2)
        self.separable = nn.Sequential(
            nn.ZeroPad2d((3, 4, 0, 0)),
            nn.Conv2d(self.F2, self.F2, (1, 8), groups=self.F2, bias=False),
            nn.Conv2d(self.F2, self.F2, 1, bias=False))
        self.fc = nn.Linear(self.F2 * (samples // 16), classes)
    def forward(self, x):
        x = self.bn2(self.depthwise(self.bn(self.firstconv(x))))
        x = F.dropout(F.avg_pool2d(F.elu(x), (1, 4)), 0.25, self.training)
        x = self.separable(x)
        x = F.avg_pool2d(F.elu(x), (1, 4))
        x = x.squeeze(2)
        x = x.reshape(x.shape[0], -1)
        return F.softmax(self.fc(x), dim=1)
