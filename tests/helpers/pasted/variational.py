# input: 1×28×28
class VAE(nn.Module):
    def __init__(self, latent=5):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.fc1, self.fc2 = nn.Linear(16 * 49, latent), nn.Linear(16 * 49, latent)
        self.fc3 = nn.Linear(latent, 16 * 49)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Sigmoid())

    def reparameterize(self, mu, logvar):
        std = logvar.mul(0.5).exp_()
        esp = torch.randn(*mu.size())
        return mu + std * esp

    def forward(self, x):
        h = self.encoder(x)
        z = self.reparameterize(self.fc1(h), self.fc2(h))
        return self.decoder(self.fc3(z).view(-1, 16, 7, 7))
