namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>What is to stand beside the bot's name. Only the last text counts; those between need not be shown.</summary>
internal sealed class GatewayPresence
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();
    private string _text = "";

    public string Text
    {
        get
        {
            lock (_gate) return _text;
        }
    }

    public void Set(string text)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (text == _text) return;
            _text = text;
            (changed, _changed) = (_changed, New());
        }
        changed.TrySetResult();
    }

    /// <summary>The text, as soon as it is another than the one given.</summary>
    public async Task<string> NotAsync(string shown, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_text != shown) return _text;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
