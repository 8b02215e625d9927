import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of a test cluster on loopback: {@code Node FOLDER NUMBER OF_HOW_MANY FIRST_PORT}. */
public class Node {
    public static void main(String[] args) throws Exception {
        int number = Integer.parseInt(args[1]), nodes = Integer.parseInt(args[2]), port = Integer.parseInt(args[3]);
        List<String> names = new ArrayList<>(), seeds = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            names.add("node-" + i);
            seeds.add("127.0.0.1:" + (port + 100 + i));
        }
        new OpenSearchRunner()
                .onBuild((ignored, settings) -> {
                    settings.put("node.name", "node-" + number);
                    settings.put("discovery.type", "zen");
                    settings.putList("discovery.seed_hosts", seeds);
                    settings.putList("cluster.initial_cluster_manager_nodes", names);
                    settings.put("http.port", port + number);
                    settings.put("transport.port", port + 100 + number);
                    // What a node of ours is set to, as in compose.cluster.yaml.
                    settings.put("action.auto_create_index", false);
                    settings.put("search.allow_expensive_queries", false);
                    settings.put("cluster.fault_detection.follower_check.timeout", "2s");
                    settings.put("cluster.fault_detection.follower_check.retry_count", 2);
                    settings.put("cluster.fault_detection.leader_check.timeout", "2s");
                    settings.put("cluster.fault_detection.leader_check.retry_count", 2);
                    settings.put("cluster.publish.timeout", "5s");
                    settings.put("indices.replication.retry_timeout", "5s");
                    settings.put("search.default_keep_alive", "30s");
                    settings.put("search.keep_alive_interval", "5s");
                    // A developer's disk may be fuller than a server's.
                    settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
                })
                .build(newConfigs()
                        .basePath(Path.of(args[0], "node-" + number).toString())
                        .numOfNode(1)
                        .clusterName("rasteh-test")
                        .useLogger());
        Thread.sleep(Long.MAX_VALUE);
    }
}
