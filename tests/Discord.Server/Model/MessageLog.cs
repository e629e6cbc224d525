using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nightshift.Discord.Server.Model;

/// <summary>A channel's messages, oldest first; ids only grow, so new ones are always last.</summary>
internal sealed class MessageLog : IReadOnlyList<Message>
{
    private readonly List<Message> _messages = [];
    private readonly Dictionary<Snowflake, Message> _byId = [];

    public int Count => _messages.Count;

    public Message this[int index] => _messages[index];

    public Message this[Snowflake id] => _byId[id];

    public void Add(Message message)
    {
        _messages.Add(message);
        _byId.Add(message.Id, message);
    }

    public bool TryGet(Snowflake id, [NotNullWhen(true)] out Message? message) => _byId.TryGetValue(id, out message);

    public IEnumerable<Message> NewestFirst()
    {
        for (var i = _messages.Count - 1; i >= 0; i--) yield return _messages[i];
    }

    public IEnumerator<Message> GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
