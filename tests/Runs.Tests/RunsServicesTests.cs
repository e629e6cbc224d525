using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests;

public class RunsServicesTests
{
    [Fact]
    public async Task AddRuns_GivesOneServiceThatTheHostStartsAndStops()
    {
        await using var harness = new Harness();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IRunProgram>(new DelegateProgram((context, stopping) => context.StepAsync(Steps.Do("stop", () => { }), stopping)));
        services.AddRuns(new RunOptions { Database = harness.File });
        await using var provider = services.BuildServiceProvider();
        var hosted = Assert.Single(provider.GetServices<IHostedService>());
        await hosted.StartAsync(default);

        var runs = provider.GetRequiredService<IRuns>();
        Assert.Same(hosted, runs);
        Assert.Equal(RunState.Succeeded, (await Harness.RunAsync(provider.GetRequiredService<RunService>())).Summary.State);
        Assert.True(File.Exists(harness.File));
        await hosted.StopAsync(default);
    }
}
