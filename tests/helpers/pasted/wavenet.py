# input: 1×64
class Residual(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.pad = (dilation, 0)
        self.conv = nn.Conv1d(channels, 2 * channels, 2, dilation=dilation)
        self.skip = nn.Conv1d(channels, channels, 1)

    def forward(self, x):
        h = self.conv(F.pad(x, self.pad))
        filt, gate = h.chunk(2, dim=1)
        h = self.skip(torch.tanh(filt) * torch.sigmoid(gate))
        return x + h, h


class WaveNet(nn.Module):
    def __init__(self, channels=12, depth=4):
        super().__init__()
        self.first = nn.Conv1d(1, channels, 1)
        self.blocks = nn.ModuleList([Residual(channels, 2 ** n) for n in range(depth)])
        self.last = nn.Conv1d(channels, 5, 1)

    def forward(self, x):
        x = self.first(x)
        skips = []
        for block in self.blocks:
            x, skip = block(x)
            skips.append(skip)
        return self.last(F.relu(sum(skips)))
