# input: 4×84×84
class DuelingDQN(nn.Module):
    def __init__(self, in_channels=4, num_actions=6):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(in_channels, 32, 8, 4),
            nn.ReLU(),
            nn.Conv2d(32, 64, 4, 2),
            nn.ReLU(),
            nn.Conv2d(64, 64, 3, 1),
            nn.ReLU(),
        )
        self.advantage = nn.Sequential(nn.Linear(7 * 7 * 64, 512), nn.ReLU(), nn.Linear(512, num_actions))
        self.value = nn.Sequential(nn.Linear(7 * 7 * 64, 512), nn.ReLU(), nn.Linear(512, 1))

    def forward(self, x):
        x = self.features(x / 255.0)
        x = x.view(x.size(0), -1)
        a, v = self.advantage(x), self.value(x)
        return v + a - a.mean(dim=1, keepdim=True)
