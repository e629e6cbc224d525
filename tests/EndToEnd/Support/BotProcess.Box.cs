using System.Globalization;

namespace Nightshift.EndToEnd.Support;

// On a box of OpenMLDB.
internal sealed partial class BotProcess
{
    public static BotProcess Start(Box box, params string[] arguments) => Start(box, null, arguments);

    public static BotProcess Start(Box box, IReadOnlyDictionary<string, string>? environment, params string[] arguments) => Start(
        box.Home,
        [.. arguments, "--dir", box.Directory, "--port-offset", box.PortOffset.ToString(CultureInfo.InvariantCulture), "--onebox", "openmldb"],
        environment: environment);

    public static async Task<Finished> RunAsync(Box box, TimeSpan patience, params string[] arguments)
    {
        await using var bot = Start(box, arguments);
        return await bot.EndAsync(patience);
    }
}
