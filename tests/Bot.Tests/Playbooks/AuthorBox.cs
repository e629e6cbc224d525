using Microsoft.Extensions.DependencyInjection;
using Nightshift.Bot.Wiring;
using Nightshift.Playbooks;

namespace Nightshift.Bot.Tests.Playbooks;

/// <summary>The checker on the shipped scripts and the real types, with a folder for playbooks that a test writes.</summary>
internal sealed class AuthorBox : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("author-");
    private readonly ServiceProvider _services = AuthoringServices.Build(new PlaybookSettings { Folder = Path.Combine(AppContext.BaseDirectory, "scripts"), CacheFolder = null });

    public Task<PlaybookCheck> CheckAsync(string text)
    {
        var file = Path.Combine(_folder.CreateSubdirectory("openmldb").FullName, "written.csx");
        File.WriteAllText(file, text);
        return Checker.CheckAsync([file], CancellationToken.None);
    }

    public Task<PlaybookCheck> CheckAllAsync() => Checker.CheckAllAsync(CancellationToken.None);

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    private PlaybookFiles Checker => _services.GetRequiredService<PlaybookFiles>();
}
