namespace Nightshift.Chat.Service;

/// <summary>The interactions that were taken lately, so that a captured one is not taken again. Forgets the oldest; channels end the life of their ids themselves.</summary>
internal sealed class TakenInteractions
{
    private const int Kept = 100_000;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>False when it was taken before.</summary>
    public bool Take(string interaction)
    {
        lock (_gate)
        {
            if (!_taken.Add(interaction)) return false;
            _order.Enqueue(interaction);
            if (_order.Count > Kept) _taken.Remove(_order.Dequeue());
            return true;
        }
    }
}
