namespace Nightshift.Chat.Discord.Outbox;

/// <summary>Who wants to know how far the outbox has come. Called by the sender; returns at once.</summary>
internal interface IOutboxListener
{
    /// <summary>A message, or a thread, stands now, and that is recorded.</summary>
    /// <param name="isRecovered">An attempt of it was made long before: people may have answered it meanwhile.</param>
    void Stands(OutboxRow row, bool isRecovered);

    /// <summary>Nothing goes to Discord any more.</summary>
    void Unreachable();

    void Reachable();
}
