# input: 1×28×28
class mfm(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=1, type=1):
        super(mfm, self).__init__()
        self.out_channels = out_channels
        if type == 1:
            self.filter = nn.Conv2d(
                in_channels, 2 * out_channels, kernel_size=kernel_size, stride=stride, padding=padding
            )
        else:
            self.filter = nn.Linear(in_channels, 2 * out_channels)

    def forward(self, x):
        x = self.filter(x)
        out = torch.split(x, self.out_channels, 1)
        return torch.max(out[0], out[1])


class group(nn.Module):
    def __init__(self, i, o, k, s, p):
        super().__init__()
        self.conv_a = mfm(i, i, 1, 1, 0)
        self.conv = mfm(i, o, k, s, p)

    def forward(self, x):
        return self.conv(self.conv_a(x))


class LightCNN(nn.Module):
    def __init__(self, num_classes=20):
        super().__init__()
        self.features = nn.Sequential(
            mfm(1, 12, 5, 1, 2),
            nn.MaxPool2d(kernel_size=2, stride=2, ceil_mode=True),
            group(12, 24, 3, 1, 1),
            nn.MaxPool2d(2, 2, ceil_mode=True),
        )
        self.fc1 = mfm(7 * 7 * 24, 32, type=0)
        self.fc2 = nn.Linear(32, num_classes)

    def forward(self, x):
        x = self.features(x)
        x = x.view(x.size(0), -1)
        x = self.fc1(x)
        return self.fc2(F.dropout(x, training=self.training))
