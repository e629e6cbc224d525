using System.Threading.Channels;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>The session's state and everyone who follows it. A final state ends the streams; nothing comes after it.</summary>
internal sealed class SessionStates
{
    private readonly Lock _lock = new();
    private readonly List<Channel<SessionState>> _followers = [];

    public SessionState Current { get; private set; } = SessionState.Disconnected;

    public static bool IsFinal(SessionState state) => state is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed;

    public void Publish(SessionState state)
    {
        lock (_lock)
        {
            if (Current == state || IsFinal(Current))
                return;
            Current = state;
            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(state);
                if (IsFinal(state))
                    follower.Writer.TryComplete();
            }
        }
    }

    /// <summary>The present state, then every change, none left out.</summary>
    public async IAsyncEnumerable<SessionState> Follow(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<SessionState>();
        lock (_lock)
        {
            channel.Writer.TryWrite(Current);
            if (IsFinal(Current))
                channel.Writer.TryComplete();
            else
                _followers.Add(channel);
        }

        try
        {
            await foreach (var state in channel.Reader.ReadAllAsync(cancellationToken))
                yield return state;
        }
        finally
        {
            lock (_lock)
                _followers.Remove(channel);
        }
    }
}
