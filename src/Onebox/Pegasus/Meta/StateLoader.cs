using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// Fills an empty <see cref="ClusterState"/> from ZooKeeper, or, when there is nothing yet, from the sections <c>meta_server.apps*</c> of the
/// configuration (<c>server_state::initialize_data_structure</c>).
/// </summary>
internal sealed class StateLoader(
    ClusterState cluster, Tables tables, PartitionUpdates updates, MetaOptions options, IMetaStorage storage, WireGeneration generation, TimeProvider time, ILogger log)
{
    private const string LockState = "lock";
    private const string UnlockState = "unlock";
    private readonly MetaPaths _paths = new(options.ClusterRoot);

    /// <exception cref="InvalidDataException">What is stored cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        while (!await TryLoadAsync(cancellationToken))
        {
            log.StorageFailed("load", _paths.Apps, "retry");
            await Task.Delay(options.RetryAfter, time, cancellationToken);
        }

        lock (cluster.Gate)
        {
            cluster.InitializeNodes();
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        lock (cluster.Gate)
        {
            cluster.Apps.Clear();
            cluster.Existing.Clear();
        }

        var (found, state) = await storage.GetAsync(_paths.Apps);
        if (found == StorageResult.Ok && state.Length > 0 && Encoding.UTF8.GetString(state) != UnlockState)
        {
            throw new InvalidDataException($"invalid transaction state({Encoding.UTF8.GetString(state)})");
        }

        var (listed, names) = found == StorageResult.Ok ? await storage.ChildrenAsync(_paths.Apps) : (found, []);
        return listed switch
        {
            StorageResult.NotFound => await MakeDefaultsAsync(cancellationToken),
            StorageResult.Ok when names.Count == 0 => await MakeDefaultsAsync(cancellationToken),
            StorageResult.Ok => (await Task.WhenAll(names.Select(name => LoadAppAsync(name, cancellationToken)))).All(each => each),
            _ => false,
        };
    }

    private async Task<bool> LoadAppAsync(string name, CancellationToken cancellationToken)
    {
        var (result, data) = await storage.GetAsync(_paths.App(int.Parse(name, CultureInfo.InvariantCulture)));
        if (result != StorageResult.Ok)
        {
            return false;
        }

        var info = StateJson.ReadApp(data);
        info.Status = info.Status == AppStatus.Available ? AppStatus.Creating : AppStatus.Dropping;
        var app = new MetaApp(info);
        lock (cluster.Gate)
        {
            cluster.Apps[info.AppId] = app;
            if (info.Status == AppStatus.Creating)
            {
                cluster.Existing[info.AppName] = app;
            }
        }

        return (await Task.WhenAll(app.Partitions.Select(each => LoadPartitionAsync(app, each, cancellationToken)))).All(each => each);
    }

    private async Task<bool> LoadPartitionAsync(MetaApp app, PartitionConfiguration empty, CancellationToken cancellationToken)
    {
        var (result, data) = await storage.GetAsync(_paths.Partition(empty.Pid));
        switch (result)
        {
            case StorageResult.Ok:
                Take(app, StateJson.ReadPartition(data, generation));
                return true;
            case StorageResult.NotFound:
                await tables.WriteNewAsync(app, empty, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private void Take(MetaApp app, PartitionConfiguration partition)
    {
        var index = partition.Pid.PartitionIndex;
        lock (cluster.Gate)
        {
            app.Partitions[index] = partition;
            foreach (var node in partition.LastDrops)
            {
                app.Contexts[index].RecordDrop(node, time.GetUtcNow().ToUnixTimeMilliseconds(), options.MaxReservedDroppedReplicas);
            }

            if (app.Info.Status == AppStatus.Dropping && (partition.Flags & PartitionRules.DroppedFlag) == 0)
            {
                updates.DropPartition(app, index);
            }
            else
            {
                tables.PartitionDone(app);
            }
        }
    }

    private async Task<bool> MakeDefaultsAsync(CancellationToken cancellationToken)
    {
        var created = await storage.CreateAsync(_paths.Apps, Encoding.UTF8.GetBytes(LockState));
        if (created == StorageResult.Timeout)
        {
            return false;
        }

        var apps = Defaults();
        lock (cluster.Gate)
        {
            foreach (var app in apps)
            {
                cluster.Apps[app.Info.AppId] = app;
                cluster.Existing[app.Info.AppName] = app;
            }
        }

        foreach (var app in apps)
        {
            await tables.WriteNewAsync(app, cancellationToken);
        }

        return await storage.SetAsync(_paths.Apps, Encoding.UTF8.GetBytes(UnlockState)) == StorageResult.Ok;
    }

    private List<MetaApp> Defaults()
    {
        List<MetaApp> apps = [];
        foreach (var section in options.Configuration.Sections.Where(each => each.StartsWith("meta_server.apps", StringComparison.Ordinal)))
        {
            var name = options.Configuration.Text(section, "app_name", string.Empty);
            if (name.Length > 0)
            {
                var count = options.Configuration.Int(section, "partition_count", 1);
                apps.Add(new MetaApp(new AppInfo
                {
                    Status = AppStatus.Creating,
                    AppId = apps.Count + 1,
                    AppName = name,
                    AppType = options.Configuration.Text(section, "app_type", "pegasus"),
                    PartitionCount = count,
                    InitPartitionCount = count,
                    IsStateful = options.Configuration.Bool(section, "stateful", true),
                    MaxReplicaCount = options.Configuration.Int(section, "max_replica_count", 3),
                    CreateSecond = time.GetUtcNow().ToUnixTimeSeconds(),
                }));
            }
        }

        return apps;
    }
}
