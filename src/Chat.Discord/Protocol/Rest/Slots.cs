namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>So many at once; the next is the most urgent, and of those the first that came.</summary>
internal sealed class Slots(int count)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (int Priority, long Ticket)> _waiting = new();
    private int _free = count;

    public async Task EnterAsync((int Priority, long Ticket) place, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }
            _waiting.Enqueue(turn, place);
        }
        await using var cancelled = cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    public void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var turn, out _))
            {
                if (turn.TrySetResult()) return;
            }
            _free++;
        }
    }
}
