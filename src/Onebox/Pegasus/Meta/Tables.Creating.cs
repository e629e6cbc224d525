using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

// Making and dropping.
internal sealed partial class Tables
{
    /// <summary>Makes a table; answered when all its partitions are written down, which is long before they serve.</summary>
    public Task<RpcAnswer> CreateAsync(CreateAppRequest request)
    {
        lock (cluster.Gate)
        {
            var response = new CreateAppResponse { Error = WhyNotCreated(request) };
            if (response.Error.IsOk && cluster.Existing.TryGetValue(request.AppName, out var existing))
            {
                (response.Error, response.AppId) = OfExisting(request.Options, existing);
                return Task.FromResult(RpcAnswer.Of(response));
            }

            return response.Error.IsOk ? Create(request.AppName, request.Options) : Task.FromResult(RpcAnswer.Of(response));
        }
    }

    public Task<RpcAnswer> DropAsync(DropAppRequest request)
    {
        lock (cluster.Gate)
        {
            if (!cluster.Existing.TryGetValue(request.AppName, out var app))
            {
                var error = request.Options.SuccessIfNotExist ? ErrorCode.Ok : ErrorCode.AppNotExist;
                return Task.FromResult(RpcAnswer.Of(new DropAppResponse { Error = error }));
            }

            return app.Info.Status == AppStatus.Available
                ? Drop(app, request.Options.ReserveSeconds)
                : Task.FromResult(RpcAnswer.Of(new DropAppResponse { Error = Busy(app.Info.Status) }));
        }
    }

    /// <summary>One partition more of a table in transition is done. Under the gate.</summary>
    public void PartitionDone(MetaApp app)
    {
        if (--app.InProgress > 0)
        {
            return;
        }

        var dropped = app.Info.Status == AppStatus.Dropping;
        app.Info.Status = dropped ? AppStatus.Dropped : AppStatus.Available;
        log.AppIs(app.Info.AppName, app.Info.Status);
        app.Waiting?.TrySetResult(dropped
            ? RpcAnswer.Of(new DropAppResponse())
            : RpcAnswer.Of(new CreateAppResponse { AppId = app.Info.AppId }));
        app.Waiting = null;
    }

    /// <summary>Writes every partition of a new table down, each until it is there.</summary>
    public async Task WriteNewAsync(MetaApp app, CancellationToken cancellationToken)
    {
        await UntilDoneAsync(() => storage.CreateAsync(_paths.App(app.Info.AppId), StateJson.Write(app.Info, AppStatus.Available)), cancellationToken);
        await Task.WhenAll(app.Partitions.Select(partition => WriteNewAsync(app, partition, cancellationToken)));
    }

    /// <summary>Writes one partition of a new table down.</summary>
    public async Task WriteNewAsync(MetaApp app, PartitionConfiguration partition, CancellationToken cancellationToken)
    {
        await UntilDoneAsync(() => storage.CreateAsync(_paths.Partition(partition.Pid), StateJson.Write(partition, generation)), cancellationToken);
        lock (cluster.Gate)
        {
            PartitionDone(app);
        }
    }

    private static (ErrorCode Error, int AppId) OfExisting(CreateAppOptions wanted, MetaApp app)
    {
        if (app.Info.Status != AppStatus.Available)
        {
            return (Busy(app.Info.Status), 0);
        }

        var same = wanted.PartitionCount == app.Info.PartitionCount && wanted.AppType == app.Info.AppType && wanted.IsStateful == app.Info.IsStateful
            && wanted.ReplicaCount == app.Info.MaxReplicaCount && wanted.Envs.Count == app.Info.Envs.Count
            && wanted.Envs.All(each => app.Info.Envs.TryGetValue(each.Key, out var value) && value == each.Value);
        return !wanted.SuccessIfExist ? (ErrorCode.AppExist, 0) : same ? (ErrorCode.Ok, app.Info.AppId) : (ErrorCode.InvalidParameters, 0);
    }

    private ErrorCode WhyNotCreated(CreateAppRequest request)
        => level.Effective <= MetaLevel.Freezed ? ErrorCode.StateFreezed
            : request.Options.PartitionCount <= 0
                || !IsAllowedReplicaCount(request.Options.ReplicaCount)
            ? ErrorCode.InvalidParameters
            : ErrorCode.Ok;

    private bool IsAllowedReplicaCount(int count)
        => count >= options.MinAllowedReplicaCount && count <= options.MaxAllowedReplicaCount && count <= level.AliveNodes;

    private Task<RpcAnswer> Create(string name, CreateAppOptions wanted)
    {
        var app = new MetaApp(new AppInfo
        {
            Status = AppStatus.Creating,
            AppId = cluster.Apps.Count == 0 ? 1 : cluster.Apps.Keys.Max() + 1,
            AppName = name,
            AppType = wanted.AppType,
            Envs = wanted.Envs,
            IsStateful = wanted.IsStateful,
            MaxReplicaCount = wanted.ReplicaCount,
            PartitionCount = wanted.PartitionCount,
            CreateSecond = NowSeconds,
            InitPartitionCount = wanted.PartitionCount,
        })
        {
            Waiting = new TaskCompletionSource<RpcAnswer>(TaskCreationOptions.RunContinuationsAsynchronously),
        };
        cluster.Apps[app.Info.AppId] = app;
        cluster.Existing[name] = app;
        tasks.Run(stopping => WriteNewAsync(app, stopping));
        return app.Waiting.Task;
    }

    private Task<RpcAnswer> Drop(MetaApp app, long? reserveSeconds)
    {
        app.Info.Status = AppStatus.Dropping;
        app.Info.DropSecond = NowSeconds;
        app.Info.ExpireSecond = NowSeconds + (reserveSeconds > 0 ? reserveSeconds.Value : options.HoldSecondsForDroppedApp);
        app.InProgress = app.Partitions.Length;
        app.Waiting = new TaskCompletionSource<RpcAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = app.Waiting.Task;
        tasks.Run(stopping => DropAsync(app, stopping));
        return waiting;
    }

    private async Task DropAsync(MetaApp app, CancellationToken cancellationToken)
    {
        await UntilDoneAsync(() => storage.SetAsync(_paths.App(app.Info.AppId), StateJson.Write(app.Info, AppStatus.Dropped)), cancellationToken);
        lock (cluster.Gate)
        {
            cluster.Existing.Remove(app.Info.AppName);
            for (var index = 0; index < app.Partitions.Length; index++)
            {
                updates.DropPartition(app, index);
            }
        }
    }

    private async Task UntilDoneAsync(Func<Task<StorageResult>> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await write())
            {
                case StorageResult.Ok or StorageResult.Exists:
                    return;
                case StorageResult.Timeout:
                    await Task.Delay(options.RetryAfter, time, cancellationToken);
                    break;
                case var result:
                    throw new InvalidOperationException($"the remote storage refuses: {result}");
            }
        }
    }
}
