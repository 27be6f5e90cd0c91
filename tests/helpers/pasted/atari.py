# input: 4×84×84
class DQN(nn.Module):
    def __init__(self, in_channels=4, n_actions=6):
        super(DQN, self).__init__()
        self.conv1 = nn.Conv2d(in_channels, 32, kernel_size=8, stride=4)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=4, stride=2)
        self.conv3 = nn.Conv2d(64, 64, kernel_size=3, stride=1)
        self.adv = nn.Linear(7 * 7 * 64, n_actions)
        self.val = nn.Linear(7 * 7 * 64, 1)

    def forward(self, x):
        x = x.float() / 255
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.relu(self.conv3(x))
        x = x.view(x.size(0), -1)
        adv, val = self.adv(x), self.val(x)
        return val + adv
