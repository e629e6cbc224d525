using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Texts;

public sealed class TranslationsTests
{
    [Fact]
    public void Sentences_All_AreTranslatedWithTheSameValues()
    {
        var texts = new Translations("nowhere", NullLogger<Translations>.Instance);
        foreach (var sentence in typeof(Sentences).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!))
        {
            Assert.NotNull(texts.Find(sentence));
            Assert.Equal(sentence.Contains("{0}", StringComparison.Ordinal), texts.Find(sentence)!.Contains("{0}", StringComparison.Ordinal));
            Assert.Contains("7", texts.Format("zh-CN", sentence + "{0}", 7, 7, 7), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OfPlaybooks_FileThatChanges_IsReadAgainAndABrokenOneLeftAside()
    {
        var folder = Directory.CreateTempSubdirectory("nightshift-lang-").FullName;
        try
        {
            var log = new FakeLogger<Translations>();
            var texts = new Translations(folder, log);
            Assert.Equal("Restart it", texts.In("zh-CN", "Restart it"));
            Directory.CreateDirectory(Path.Combine(folder, "lang"));
            var file = Path.Combine(folder, "lang", "zh-CN.json");
            await File.WriteAllTextAsync(file, """{ "Restart it": "重启" }""");
            Assert.Equal("重启", texts.In("zh-TW", "Restart it"));
            Assert.Equal("Restart it", texts.In("en-GB", "Restart it"));
            await File.WriteAllTextAsync(file, "{ broken");
            Assert.Equal("重启", texts.In("zh-CN", "Restart it"));
            await File.WriteAllTextAsync(file, "null");
            Assert.Equal("重启", texts.In("zh-CN", "Restart it"));
            Assert.Equal("重启", texts.In("zh-CN", "Restart it"));
            Assert.Equal(2, log.Lines.Count);
            Assert.Contains(log.Lines, line => line.Contains(4301.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
