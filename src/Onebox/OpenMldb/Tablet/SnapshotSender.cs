using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>
/// Sends <c>table_meta.txt</c>, the snapshot and its manifest (<c>src/tablet/file_sender.cc</c>): blocks throttled to
/// <c>stream_bandwidth_limit</c>, a pause of a second after each file, three tries with growing pauses. The log is not sent: the follower
/// gets what came after the snapshot by replication.
/// </summary>
internal sealed class SnapshotSender(NodeContext node, Partition partition, string endpoint)
{
    private const int BlockSize = 1 * 1204 * 1024;

    /// <summary>False when a file could not be sent.</summary>
    public async Task<bool> SendAsync(CancellationToken stopping)
    {
        var files = new List<string> { partition.Folder.MetaPath };
        if (partition.Folder.ReadManifest() is { } manifest)
        {
            files.Add(Path.Combine(partition.Folder.SnapshotPath, manifest.Name!));
            files.Add(Path.Combine(partition.Folder.SnapshotPath, "MANIFEST"));
        }

        foreach (var file in files)
        {
            if (!await SendFileAsync(file, stopping))
            {
                node.Log.SendFailed(Path.GetFileName(file), partition.Tid, partition.Pid, endpoint);
                return false;
            }
        }

        return true;
    }

    private async Task<bool> SendFileAsync(string path, CancellationToken stopping)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        for (var tried = 0; tried < node.Flags.SendFileMaxTry; tried++)
        {
            await Task.Delay(node.Flags.RetrySendFileWaitTime * tried, node.Time, stopping);
            var sent = await SendOnceAsync(path, stopping);
            await Task.Delay(node.Flags.StreamCloseWaitTime, node.Time, stopping);
            if (sent && await CheckAsync(path, stopping))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> SendOnceAsync(string path, CancellationToken stopping)
    {
        if (!await BlockAsync(path, 0, [], eof: false, stopping))
        {
            return false;
        }

        await using var file = File.OpenRead(path);
        var buffer = new byte[BlockSize];
        for (var block = 1UL; ; block++)
        {
            var length = await file.ReadAtLeastAsync(buffer, BlockSize, throwOnEndOfStream: false, stopping);
            if (length > 0 && !await BlockAsync(path, block, buffer[..length], eof: length < BlockSize, stopping))
            {
                return false;
            }

            if (length < BlockSize)
            {
                return true;
            }

            if (node.Flags.StreamBandwidthLimit > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)BlockSize / node.Flags.StreamBandwidthLimit), node.Time, stopping);
            }
        }
    }

    private async Task<bool> BlockAsync(string path, ulong block, byte[] data, bool eof, CancellationToken stopping)
    {
        var request = new SendDataRequest
        {
            Tid = partition.Tid,
            Pid = partition.Pid,
            FileName = Path.GetFileName(path),
            BlockId = block,
            BlockSize = (uint)data.Length,
            Eof = eof,
            Data = data,
            StorageMode = partition.Meta.StorageMode,
        };
        return await node.Peers.TabletAsync<GeneralResponse>(endpoint, "SendData", request, stopping) is { Code: 0 };
    }

    private async Task<bool> CheckAsync(string path, CancellationToken stopping)
    {
        var request = new CheckFileRequest
        {
            Tid = partition.Tid, Pid = partition.Pid, File = Path.GetFileName(path), Size = (ulong)new FileInfo(path).Length,
        };
        return await node.Peers.TabletAsync<GeneralResponse>(endpoint, "CheckFile", request, stopping) is { Code: 0 };
    }
}
