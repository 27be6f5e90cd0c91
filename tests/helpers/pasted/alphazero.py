# input: 17×9×9
class ResidualBlock(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(n, n, 3, padding=1), nn.BatchNorm2d(n)
        self.conv2, self.bn2 = nn.Conv2d(n, n, 3, padding=1), nn.BatchNorm2d(n)
    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        y += x
        return F.relu(y)

class Net(nn.Module):
    def __init__(self, board=9, planes=17, n=16, blocks=3):
        super().__init__()
        self.board = board
        self.stem = nn.Sequential(nn.Conv2d(planes, n, 3, padding=1), nn.BatchNorm2d(n), nn.ReLU())
        self.tower = nn.Sequential(*[ResidualBlock(n) for _ in range(blocks)])
        self.policy = nn.Conv2d(n, 2, 1)
        self.fc = nn.Linear(2 * board * board, board ** 2 + 1)
    def forward(self, s):
        s = s.view(-1, 17, self.board, self.board)
        s = self.tower(self.stem(s))
        p = F.relu(self.policy(s)).view(-1, 2 * self.board * self.board)
        return F.log_softmax(self.fc(p), dim=-1)
