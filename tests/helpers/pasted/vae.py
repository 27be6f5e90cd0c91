# input: 1×28×28
class Encoder(nn.Module):
    def __init__(self, latent_dims=16):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(True), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(True))
        self.fc = nn.Linear(16 * 7 * 7, latent_dims)
    def forward(self, x):
        return self.fc(self.conv(x).view(x.size(0), -1))

class Decoder(nn.Module):
    def __init__(self, latent_dims=16):
        super().__init__()
        self.fc = nn.Linear(in_features=latent_dims, out_features=16 * 7 * 7)
        self.conv2 = nn.ConvTranspose2d(16, 8, kernel_size=4, stride=2, padding=1)
        self.conv1 = nn.ConvTranspose2d(8, 1, kernel_size=4, stride=2, padding=1)
    def forward(self, x):
        x = self.fc(x)
        x = x.view(x.size(0), 16, 7, 7)
        x = F.relu(self.conv2(x))
        return torch.sigmoid(self.conv1(x))

class Autoencoder(nn.Module):
    def __init__(self):
        super(Autoencoder, self).__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
    def forward(self, x):
        return self.decoder(self.encoder(x))
