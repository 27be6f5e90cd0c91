# input: 1×8×12×16
def block(i, o):
    return nn.Sequential(nn.Conv3d(i, o, 3, padding=1), nn.GroupNorm(2, o), nn.ELU())

class UNet3D(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.ModuleList([block(1, 4), block(4, 8)])
        self.mid = block(8, 8)
        self.up = nn.ModuleList([nn.ConvTranspose3d(8, 8, 2, stride=2), nn.ConvTranspose3d(8, 4, 2, stride=2)])
        self.dec = nn.ModuleList([block(16, 8), block(8, 4)])
        self.head = nn.Conv3d(4, 2, 1)
    def forward(self, x):
        skips = []
        for enc in self.enc:
            x = enc(x)
            skips.append(x)
            x = F.max_pool3d(x, 2)
        x = self.mid(x)
        for up, dec, skip in zip(self.up, self.dec, reversed(skips)):
            x = dec(torch.cat([up(x), skip], dim=1))
        return self.head(x)
net = UNet3D()
