namespace Nightshift.Chat.Replies;

/// <summary>A channel that the program may tell something of its own accord.</summary>
public interface IAnnouncements
{
    void Announce(Reply reply);
}
