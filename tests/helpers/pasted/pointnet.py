# input: 3×40
class PointNet(nn.Module):
    def __init__(self, k=5):
        super().__init__()
        self.conv1 = torch.nn.Conv1d(3, 8, 1)
        self.conv2 = torch.nn.Conv1d(8, 32, 1)
        self.fc1 = nn.Linear(32, 16); self.fc2 = nn.Linear(16, k)
        self.bn1 = nn.BatchNorm1d(8); self.bn2 = nn.BatchNorm1d(32); self.bn3 = nn.BatchNorm1d(16)
    def forward(self, x):
        batchsize = x.size()[0]
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        x = torch.max(x, 2, keepdim=True)[0]
        x = x.view(-1, 32)
        x = F.relu(self.bn3(self.fc1(x)))
        return self.fc2(x)
