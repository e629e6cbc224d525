using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Tests;

public sealed class EventIdTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Fact]
    public void EventIds_OfAllThatIsLogged_AreEachOnesOwn()
    {
        var ids = typeof(DiscordChannel).Assembly.GetTypes().SelectMany(type => type.GetMethods(All))
            .Select(method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)).Where(logged => logged.EventId is not null).ToList();

        Assert.True(ids.Count > 30);
        Assert.Empty(ids.GroupBy(logged => logged.EventId).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(logged => logged.Name))}"));
    }
}
