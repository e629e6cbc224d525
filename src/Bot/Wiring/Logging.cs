using System.Globalization;
using Serilog;

namespace Nightshift.Bot.Wiring;

/// <summary>Serilog behind Microsoft.Extensions.Logging: a file a day beside the store, warnings on the console when the page is served.</summary>
internal static class Logging
{
    private const string Format = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    public static void Configure(ILoggingBuilder logging, Startup startup, bool toConsole)
    {
        var serilog = new LoggerConfiguration()
            .ReadFrom.Configuration(startup.Configuration)
            .WriteTo.File(
                Path.Combine(startup.DataDirectory, "logs", "nightshift-.log"),
                outputTemplate: Format,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 14,
                fileSizeLimitBytes: 64 << 20,
                rollOnFileSizeLimit: true,
                shared: true);
        if (toConsole) serilog = serilog.WriteTo.Console(Serilog.Events.LogEventLevel.Warning, Format, CultureInfo.InvariantCulture);
        logging.ClearProviders();
        logging.AddSerilog(serilog.CreateLogger(), dispose: true);
    }
}
