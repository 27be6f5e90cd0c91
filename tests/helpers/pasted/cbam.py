# input: 3×14×15
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
