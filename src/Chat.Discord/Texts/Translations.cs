using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Texts;

/// <summary>
/// Texts in other languages, by the English text: those of the program, and those that authors of playbooks write into <c>lang/zh-CN.json</c> beside their scripts. What is
/// not translated is shown in English.
/// </summary>
/// <param name="folder">Of the playbooks.</param>
internal sealed class Translations(string folder, ILogger<Translations> logger)
{
    public const string Chinese = "zh-CN";
    private const int MostBytes = 1024 * 1024;
    private readonly IReadOnlyDictionary<string, string> _own = ReadOwn();
    private readonly string _file = Path.Combine(folder, "lang", $"{Chinese}.json");
    private readonly Lock _gate = new();
    private Templates? _templates;
    private (DateTime Changed, long Length) _stamp;
    private IReadOnlyDictionary<string, string> _playbooks = new Dictionary<string, string>();

    /// <summary>Those of the program.</summary>
    internal IReadOnlyDictionary<string, string> Own => _own;

    public static bool IsChinese(string locale) => locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text in the language of a locale.</summary>
    public string In(string locale, string english) => IsChinese(locale) ? Find(english) ?? english : english;

    /// <summary>What the program answered in English, in the language of a locale as far as its sentences are known.</summary>
    public string Answer(string locale, string english) => IsChinese(locale) ? (_templates ??= new Templates(_own, Find)).Translate(english) : english;

    /// <summary>In Chinese; null when nobody has translated it.</summary>
    public string? Find(string english) => OfPlaybooks().GetValueOrDefault(english) ?? _own.GetValueOrDefault(english);

    private static Dictionary<string, string> ReadOwn()
    {
        using var stream = typeof(Translations).Assembly.GetManifestResourceStream($"{Chinese}.json") ?? throw new InvalidOperationException("the translations are not in the program");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }

    /// <exception cref="JsonException">It is no object of texts.</exception>
    private static Dictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? throw new JsonException("it holds null, and no texts");

    /// <summary>As the file is now; as it was, when it cannot be read.</summary>
    private IReadOnlyDictionary<string, string> OfPlaybooks()
    {
        lock (_gate)
        {
            var file = new FileInfo(_file);
            var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (stamp == _stamp) return _playbooks;
            _stamp = stamp;
            try
            {
                _playbooks = !file.Exists || file.Length > MostBytes ? new Dictionary<string, string>() : Read(File.ReadAllText(_file));
            }
            catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
            {
                logger.TranslationsNotRead(_file, fault);
            }

            return _playbooks;
        }
    }
}
